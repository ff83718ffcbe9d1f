"""A page's form as a browser would send it."""

from html.parser import HTMLParser


class Screen(HTMLParser):
    """What stands in the fields of a page: by name, as the browser sends it back untouched."""

    def __init__(self, answer):
        super().__init__()
        self.fields, self.labels, self._name, self._list = {}, {}, None, None
        self.feed(answer.content.decode())
        self.fields.pop("csrfmiddlewaretoken", None)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, kind = attrs.get("name"), attrs.get("type")
        if tag == "input" and name and (kind not in ("checkbox", "radio") or "checked" in attrs):
            self.fields[name] = attrs.get("value", "on" if kind == "checkbox" else "")
        elif tag == "textarea":
            self._name, self.fields[name] = name, ""
        elif tag == "select":
            self._list, self.fields[name] = name, None
        elif tag == "option" and (self.fields[self._list] is None or "selected" in attrs):
            self.fields[self._list] = attrs.get("value", "")
        if name and "aria-label" in attrs:
            self.labels[attrs["aria-label"]] = name

    def handle_endtag(self, tag):
        if tag == "textarea":
            # The first line's end is the template's; a browser sends each as two characters.
            self.fields[self._name] = self.fields[self._name].removeprefix("\n").replace("\n", "\r\n")
            self._name = None
        elif tag == "select":
            self._list = None

    def handle_data(self, data):
        if self._name is not None:
            self.fields[self._name] += data
