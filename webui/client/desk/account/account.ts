import { createStore } from "zustand/vanilla";
import { ask, setCsrfToken } from "../../shared/api.ts";
import { isLanguage, type Language } from "../../shared/languages.ts";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { setLanguage } from "../words.ts";

export type Theme = "system" | "light" | "dark";

/** The signed-in agent, as `GET /me` answers. */
export interface Me {
  id: string;
  name: string;
  login: string;
  role: "agent" | "supervisor" | "manager" | "administrator";
  language: string;
  theme: Theme;
  company: { name: string; slug: string; time_zone: string };
  csrf_token: string;
}

interface Account {
  /** Undefined until the server has said who is signed in; null when nobody is. */
  me: Me | null | undefined;
  /** Why nobody is signed in any more, or why it is not known. */
  problem: Problem | null;
}

export const account = createStore<Account>(() => ({ me: undefined, problem: null }));

async function signedIn(me: Me): Promise<void> {
  setCsrfToken(me.csrf_token);
  if (isLanguage(me.language)) await setLanguage(me.language);
  account.setState({ me, problem: null });
}

/** Asks who is signed in. The server shows the sign-in page to nobody else, so there it need not be asked. */
export async function loadMe(): Promise<void> {
  if (window.location.pathname === "/sign-in") {
    account.setState({ me: null, problem: null });
    return;
  }
  try {
    await signedIn(await ask<Me>("GET", "/me"));
  } catch (thrown) {
    const problem = asProblem(thrown);
    account.setState(problem.status === 401 ? { me: null, problem: null } : { problem });
  }
}

/** Signs in; rejects with a Problem for the form to show. */
export async function signIn(login: string, password: string): Promise<void> {
  await signedIn(await ask<Me>("POST", "/sign-in", { body: { login, password } }));
}

/** Signs out here; the other tabs are told by the server. */
export async function signOut(): Promise<void> {
  await ask("POST", "/sign-out", { body: {} }).catch((thrown: unknown) => {
    if (asProblem(thrown).status !== 401) throw thrown;
  });
  account.setState({ me: null, problem: null });
}

/** The server will not have this agent any more. */
export function signedOut(problem: Problem): void {
  account.setState({ me: null, problem });
}

/** Changes at once here and keeps the choice with the account. */
export async function chooseLanguage(language: Language): Promise<void> {
  await setLanguage(language);
  await keepPreference({ language });
}

/** Keeps a choice with the account, for the next machine; a failure is not worth a word. */
export async function keepPreference(change: { language?: Language; theme?: Theme }): Promise<void> {
  if (!account.getState().me) return;
  try {
    await ask("PATCH", "/me", { body: change, keepalive: true });
  } catch {
    // It stays chosen here.
  }
}
