import { useEffect, useState } from "react";
import { ask } from "../../shared/api.ts";
import { asProblem, type Problem } from "../../shared/problem.ts";

export type Asked<T> =
  | { state: "asking" }
  | { state: "here"; value: T }
  | { state: "refused"; problem: Problem };

function get<T>(path: string): Promise<T> {
  return ask<T>("GET", path);
}

/**
 * What the API answers to a GET; asked anew whenever the path changes.
 *
 * @param load asks; always the same function
 */
export function useAsked<T>(path: string, load: (path: string) => Promise<T> = get): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ state: "asking" });
  useEffect(() => {
    let current = true;
    setAsked({ state: "asking" });
    load(path).then(
      (value) => current && setAsked({ state: "here", value }),
      (thrown: unknown) => current && setAsked({ state: "refused", problem: asProblem(thrown) }),
    );
    return () => {
      current = false;
    };
  }, [path, load]);
  return asked;
}
