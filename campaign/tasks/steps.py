"""What was done with a task, step by step."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from campaign.tasks.kinds import TaskAct


class TaskStep(models.Model):
    """One thing that somebody did with a task. It is deleted with the task."""

    task = models.ForeignKey("tasks.Task", on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=10, choices=TaskAct)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    """Empty where the site closed the task: the matter was settled on its own page."""
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        nobody = "Whoever got the email" if self.act == TaskAct.TAKEN else "The site"
        return f"{self.by or nobody} {self.get_act_display()}"
