"""The pages: for people who look before they read. Server-rendered, whole without JavaScript.

    toegang     who is logged in, what that role may see, and that a form comes from our own page
    inloggen    OpenID Connect (oidc, sessies), or the made-up people of development (verzonnen)
    casus       one casus: the answer, the picture, the tables, the history
    tekening/   from a timeline to lines and rectangles; knows no HTML
    weergave    Jinja2, its filters, and what every page carries (sjablonen/, statisch/)

A page asks the same services as the API, behind the same rights.
"""
