"""Django's admin and form classes with their type parameters, for mypy.

The stubs make them generic, but at run time they cannot be subscripted.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as AdminOf

    ModelAdmin = admin.ModelAdmin[Any]
    StackedInline = admin.StackedInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:

    class AdminOf:
        """``AdminOf[Model]`` is Django's ModelAdmin, and for mypy that of a model."""

        def __class_getitem__(cls, model):
            return admin.ModelAdmin

    ModelAdmin = admin.ModelAdmin
    StackedInline = admin.StackedInline
    ModelForm = forms.ModelForm
    InlineFormSet = forms.BaseInlineFormSet
