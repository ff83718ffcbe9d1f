"""Tables of organisations."""

from dwcp.toolkit.importing import Column, OneOfWidget, TableResource

from .choices import Constituency
from .models import Organisation


class OrganisationResource(TableResource):
    """`organisations.csv`: known by the acronym, or by the name where there is none."""

    acronym = Column("acronym")
    name = Column("name")
    constituency = Column("constituency", widget=OneOfWidget({word: word for word in Constituency.values}))
    source = Column("source")

    class Meta(TableResource.Meta):
        model = Organisation
        import_id_fields = ("acronym", "name")

    def key_in(self, row):
        return (row["acronym"], "" if row["acronym"] else row["name"])

    def key_of(self, instance):
        return (instance.acronym, "" if instance.acronym else instance.name)
