import type { MediaKind } from '../../messaging/content.ts';
import type { AttributeRule } from '../../people/attributes.ts';
import type { VariableType } from '../basics.ts';
import type { CompiledFlow } from '../compile.ts';
import type { FlowDoc } from '../document.ts';
import type { Problem } from '../problem.ts';
import type { TemplateFacts } from '../run.ts';
import type { CompiledTrigger } from '../triggers.ts';

export type Rule = (input: RuleInput) => Problem[];

export interface RuleInput {
  flow: CompiledFlow;
  context: ValidationContext;
}

/** What the organisation has. A rule that needs something which isn't given is skipped. */
export interface ValidationContext {
  /** The flow that is judged, to find calls of itself. */
  flowId?: string;
  /** Templates of the organisation by `name/language`. */
  templates?: Record<string, TemplateFacts>;
  /** Triggers of the other live flows. */
  otherTriggers?: readonly OtherTrigger[];
  /** Published versions that this flow calls, and those that they call, by `flowId/version`. */
  subflows?: Record<SubflowKey, FlowDoc>;
  /** Numbers of the published versions of each flow, by its id. */
  publishedVersions?: Record<string, readonly number[]>;
  /** Attributes that contacts have, by name; null when a name has values of several types. */
  attributes?: Record<string, VariableType | null>;
  /** Definitions of attributes. */
  attributeRules?: Readonly<Record<string, AttributeRule>>;
  tags?: readonly string[];
  /** Names of the organisation's secrets. */
  secrets?: readonly string[];
  /** Ids of the segments. */
  segments?: readonly string[];
  /** What the files are that are kept to be sent, by their ids. */
  files?: Readonly<Record<string, MediaKind>>;
}

export type SubflowKey = `${string}/${number}`;

export interface OtherTrigger {
  flowName: string;
  trigger: CompiledTrigger;
}
