"""What is there in each language, what is not, and the way out to translators and back."""
