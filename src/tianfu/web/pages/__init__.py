"""The one renderer of Markdown: prose of packs as markup, with the values of the page in it."""
