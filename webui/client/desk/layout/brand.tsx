import styles from "./brand.module.css";

/** The product's mark: a counter window with somebody behind it. */
export function Brand() {
  return (
    <span className={styles.brand}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" className={styles.mark}>
        <path d="M4 20V10a8 8 0 0 1 16 0v10z" fill="none" stroke="currentColor" strokeWidth="2.2" />
        <circle cx="12" cy="10.5" r="2.4" fill="currentColor" />
        <path d="M7.5 20a4.5 4.5 0 0 1 9 0z" fill="currentColor" />
      </svg>
      <span className={styles.name}>Guichet</span>
    </span>
  );
}
