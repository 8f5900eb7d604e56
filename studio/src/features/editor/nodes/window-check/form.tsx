/** Nothing to set: the step looks at the clock of the conversation. */
export function Form() {
  return (
    <p className="rounded-lg bg-surface-2 px-3 py-2.5 text-[13px] leading-[18px] text-muted">
      <b className="font-medium text-text">Open</b>: free text and buttons reach the person.{' '}
      <b className="font-medium text-text">Closed</b>: only an approved template does.
    </p>
  );
}
