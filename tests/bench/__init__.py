"""./dev bench: measure speed and sizes, compared with a bare view in the same run."""
