/** One handler for each kind of push. */
export type PushHandlers<Pushes> = { [Name in keyof Pushes]: (data: Pushes[Name]) => void };

/**
 * Hands a push to the handler of its type.
 *
 * A type without a handler comes from a newer server and is left alone: additions are tolerated between our
 * own processes.
 */
export function dispatch<Pushes>(handlers: PushHandlers<Pushes>, type: string, data: unknown): void {
  if (!Object.hasOwn(handlers as object, type)) return;
  const handler = handlers[type as keyof Pushes] as (data: unknown) => void;
  handler(data);
}
