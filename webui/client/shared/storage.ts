/** The part of `Storage` that is used; pages whose storage is denied get one that lasts as long as the page. */
export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

export function memoryStore(): KeyValueStore {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  };
}

function webStore(storage: Storage): KeyValueStore {
  return {
    get: (key) => storage.getItem(key),
    set: (key, value) => storage.setItem(key, value),
    remove: (key) => storage.removeItem(key),
    keys: (prefix) => Object.keys(storage).filter((key) => key.startsWith(prefix)),
  };
}

/** `localStorage` where the browser grants it (it throws on mere access where it is blocked), else memory. */
export function localStore(): KeyValueStore {
  try {
    const probe = "guichet.probe";
    window.localStorage.setItem(probe, "1");
    window.localStorage.removeItem(probe);
    return webStore(window.localStorage);
  } catch {
    return memoryStore();
  }
}
