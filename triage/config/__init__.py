"""The house as a whole: settings, system checks, URLs. The one place that knows every room."""
