export function Form() {
  return (
    <p className="text-[13px] leading-5 text-muted">
      The flow starts when the step “Run a flow” of another flow calls it. What that step hands over are the
      variables of this flow; what it takes back are its variables at the end.
    </p>
  );
}
