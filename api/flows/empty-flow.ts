import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../../core/flow/document.ts';

/** Where a new flow begins. */
export const emptyFlow: FlowDoc = {
  schemaVersion: FLOW_SCHEMA_VERSION,
  nodes: {},
  edges: {},
  variables: {},
  rules: defaultRules,
  notes: {},
};
