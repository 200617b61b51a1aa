"""Speed and sizes, measured side by side: ./dev bench."""
