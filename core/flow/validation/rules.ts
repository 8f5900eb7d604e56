/** The rules in the order in which the studio lists them. A new rule is a file beside this one and a line here. */
import { ambiguousOptionId } from './ambiguous-option-id.ts';
import { badTemplate } from './bad-template.ts';
import type { Rule } from './contract.ts';
import { cycleWithoutWait } from './cycle-without-wait.ts';
import { edgeIntegrity } from './edge-integrity.ts';
import { keywordConflict } from './keyword-conflict.ts';
import { missingBranch } from './missing-branch.ts';
import { noTrigger } from './no-trigger.ts';
import { nodeFields } from './node-fields.ts';
import { templateNotApproved } from './template-not-approved.ts';
import { templateParamUnmapped } from './template-param-unmapped.ts';
import { tooLongWithoutWait } from './too-long-without-wait.ts';
import { unreachableNode } from './unreachable-node.ts';
import { varUnknown } from './var-unknown.ts';
import { windowMaybeClosed } from './window-maybe-closed.ts';

export const rules: readonly Rule[] = [
  noTrigger,
  nodeFields,
  edgeIntegrity,
  unreachableNode,
  missingBranch,
  cycleWithoutWait,
  tooLongWithoutWait,
  badTemplate,
  varUnknown,
  templateNotApproved,
  templateParamUnmapped,
  windowMaybeClosed,
  keywordConflict,
  ambiguousOptionId,
];
