"""Pages of packs (`pages/*.md`): prose in Markdown with blocks that draw data.

`written` reads a text once, for whoever checks it and whoever shows it: head, tokens, blocks, problems. `check` holds a page to the
datasets there are. `page_view` fills it through the gate. `public_face` is what leaves for the public zone. Prose becomes markup in `web`.
"""
