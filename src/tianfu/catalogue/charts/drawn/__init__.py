"""Drawings of charts as SVG, made on the server without a library: the same bytes for the same chart, no foreign text unescaped."""
