"""One company never sees or touches another's rows."""

import pytest
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import col, select, update

from routing.actions import offers
from routing.errors import NotFound, UnscopedQuery
from routing.identifiers import new_id
from routing.tables import Company, Offer, Portal, Request
from tests.builders import a_company, a_portal, an_agent
from tests.integration.routing.desk import go_on_line, post, request_row


def test_a_query_without_a_company_fails(database):
    with OrmSession(database.read_engine) as session, pytest.raises(UnscopedQuery):
        session.scalars(select(Request)).all()


def test_reads_updates_and_joins_stay_within_their_company(database):
    ours, theirs = a_company(database), a_company(database)
    portal = a_portal(database, theirs)
    agent = an_agent(database, theirs, portals=[portal])
    go_on_line(database, agent)
    request = post(database, portal)

    with database.transaction(ours) as tx:
        assert tx.session.scalars(select(Request)).all() == []
        joined = select(Request).join(Offer, col(Offer.request_id) == col(Request.id))
        assert tx.session.scalars(joined).all() == []
        assert tx.find(Request, request) is None
        assert tx.change(update(Request).values(priority=9)) == 0
    assert request_row(database, theirs, request).priority == 0


def test_writing_a_row_of_another_company_fails(database):
    ours, theirs = a_company(database), a_company(database)
    with pytest.raises(UnscopedQuery), database.transaction(theirs) as tx:
        tx.add(an_unwritten_portal(ours))


def an_unwritten_portal(company_id: str) -> Portal:
    return Portal(
        company_id=company_id, key=new_id(), name="Elsewhere", type="smart_box", created_at=0
    )


def test_an_agent_cannot_answer_another_companys_request(database):
    ours, theirs = a_company(database), a_company(database)
    portal = a_portal(database, theirs)
    request = post(database, portal)
    agent = an_agent(database, ours)
    go_on_line(database, agent)
    with pytest.raises(NotFound), database.transaction(ours) as tx:
        offers.accept_request(tx, agent, request)


def test_companies_themselves_are_found_by_the_product(database):
    company = a_company(database)
    with database.reading(company) as reading:
        assert reading.get(Company, company).id == company
