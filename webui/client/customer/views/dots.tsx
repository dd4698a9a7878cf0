/** Something is on its way. */
export function Dots() {
  return (
    <div class="dots" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  );
}
