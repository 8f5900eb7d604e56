export function Form() {
  return (
    <p className="text-[13px] leading-5 text-muted">
      The flow starts when the step “Run a flow” of another flow calls it. What that step hands over are the
      variables of this flow with the role Input; what it takes back are those with the role Output, at the
      end. Both are declared in the settings of the flow, which show while no step is selected.
    </p>
  );
}
