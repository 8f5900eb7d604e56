/** The rules in the order in which the studio lists them. A new rule is a file beside this one and a line here. */
import { ambiguousOptionId } from './ambiguous-option-id.ts';
import { attributeMisfit } from './attribute-misfit.ts';
import { badTemplate } from './bad-template.ts';
import type { Rule } from './contract.ts';
import { cycleWithoutWait } from './cycle-without-wait.ts';
import { deadRule } from './dead-rule.ts';
import { drawnRules } from './drawn-rules.ts';
import { edgeIntegrity } from './edge-integrity.ts';
import { fileMisfit } from './file-misfit.ts';
import { httpNoTimeout } from './http-no-timeout.ts';
import { keywordConflict } from './keyword-conflict.ts';
import { loopUnbounded } from './loop-unbounded.ts';
import { missingBranch } from './missing-branch.ts';
import { noTrigger } from './no-trigger.ts';
import { nodeFields } from './node-fields.ts';
import { optOutMissing } from './opt-out-missing.ts';
import { returns } from './returns.ts';
import { secretInText } from './secret-in-text.ts';
import { subflowMapping } from './subflow-mapping.ts';
import { subflowRecursion } from './subflow-recursion.ts';
import { subflowTooDeep } from './subflow-too-deep.ts';
import { subflowTooLarge } from './subflow-too-large.ts';
import { subflowUnpublished } from './subflow-unpublished.ts';
import { templateNotApproved } from './template-not-approved.ts';
import { templateParamUnmapped } from './template-param-unmapped.ts';
import { tooLongWithoutWait } from './too-long-without-wait.ts';
import { triggerFieldUnknown } from './trigger-field-unknown.ts';
import { typeMismatch } from './type-mismatch.ts';
import { unknownNames } from './unknown-names.ts';
import { unreachableNode } from './unreachable-node.ts';
import { varMaybeUnset } from './var-maybe-unset.ts';
import { varUnknown } from './var-unknown.ts';
import { waitLongerThanFlowTimeout } from './wait-longer-than-flow-timeout.ts';
import { weightsNot100 } from './weights-not-100.ts';
import { windowMaybeClosed } from './window-maybe-closed.ts';

export const rules: readonly Rule[] = [
  noTrigger,
  nodeFields,
  weightsNot100,
  edgeIntegrity,
  unreachableNode,
  missingBranch,
  cycleWithoutWait,
  loopUnbounded,
  tooLongWithoutWait,
  waitLongerThanFlowTimeout,
  badTemplate,
  secretInText,
  varUnknown,
  triggerFieldUnknown,
  varMaybeUnset,
  typeMismatch,
  attributeMisfit,
  unknownNames,
  deadRule,
  templateNotApproved,
  templateParamUnmapped,
  fileMisfit,
  optOutMissing,
  windowMaybeClosed,
  httpNoTimeout,
  subflowUnpublished,
  subflowMapping,
  subflowRecursion,
  subflowTooDeep,
  subflowTooLarge,
  keywordConflict,
  drawnRules,
  returns,
  ambiguousOptionId,
];
