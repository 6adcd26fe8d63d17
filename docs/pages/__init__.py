"""One module per generated page: values of the project in, Markdown out."""
