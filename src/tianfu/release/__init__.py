"""Open data: disclosure check, versions, licences, formats, reuse. Policy item 9."""
