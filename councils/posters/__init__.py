"""Posters to print (A4, A5) for every council and for the help page, and their QR codes."""
