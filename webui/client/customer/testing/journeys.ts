import type { CustomerLine, CustomerState } from "../../generated/messages.ts";
import type { Journey } from "../journey.ts";

/** For tests: a request that waits, with what matters to the test put in. */
export function state(part: Partial<CustomerState> = {}): CustomerState {
  return {
    request_id: "r1",
    version: 1,
    stage: "waiting",
    name: "Ana",
    question: "Why?",
    posted_at: 1_000,
    place: { place: 2, expected_wait: 180_000, agents_on_line: true },
    agent: null,
    agent_delivered: 0,
    agent_read: 0,
    surveyed: false,
    ...part,
  };
}

/** For tests: a line of the agent with this number. */
export function line(number: number, part: Partial<CustomerLine> = {}): CustomerLine {
  return {
    id: `line-${number}`,
    number,
    author: "agent",
    author_name: "Amélie",
    code: "",
    text: `text ${number}`,
    written_at: 1_000 + number,
    ...part,
  };
}

/** For tests: a journey. */
export function journey(part: Partial<CustomerState> = {}, lines: CustomerLine[] = []): Journey {
  return { state: state(part), lines };
}
