"""How the staff site writes days and times, where Django's own way for Britain is not Britain's."""
