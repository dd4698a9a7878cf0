"""Every table, one file a noun; importing this package registers them all."""

from routing.tables.account import Account
from routing.tables.agent import Agent, AgentState
from routing.tables.base import CompanyRow, metadata
from routing.tables.company import Company
from routing.tables.connection import Connection, WebProcess
from routing.tables.deadline import Deadline
from routing.tables.event import EventRow
from routing.tables.export import ExportPlan, ExportSlot
from routing.tables.mail import MailMessage
from routing.tables.offer import Offer
from routing.tables.outbox import OutboxMessage
from routing.tables.page_view import PageView
from routing.tables.portal import Portal, PortalAgent
from routing.tables.queue import Queue, QueueMember, Tier, TierMember
from routing.tables.report import ReportFile, ReportRun, SealedDay
from routing.tables.request import PostedKey, Request
from routing.tables.session import ChatLine, Participant, Session, Survey
from routing.tables.signed_out_browser import SignedOutBrowser
from routing.tables.wallboard import Wallboard

__all__ = [
    "Account",
    "Agent",
    "AgentState",
    "ChatLine",
    "Company",
    "CompanyRow",
    "Connection",
    "Deadline",
    "EventRow",
    "ExportPlan",
    "ExportSlot",
    "MailMessage",
    "Offer",
    "OutboxMessage",
    "PageView",
    "Participant",
    "Portal",
    "PortalAgent",
    "PostedKey",
    "Queue",
    "QueueMember",
    "ReportFile",
    "ReportRun",
    "Request",
    "SealedDay",
    "Session",
    "SignedOutBrowser",
    "Survey",
    "Tier",
    "TierMember",
    "Wallboard",
    "WebProcess",
    "metadata",
]
