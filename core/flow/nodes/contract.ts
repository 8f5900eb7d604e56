/** What a node type is made of. Every folder beside this file fills it in; the registry collects them. */
import type { z } from 'zod';
import type { OutboundContent, SendPurpose } from '../../messaging/content.ts';
import type { AttributeRule } from '../../people/attributes.ts';
import type { NodeId, NodePath, PortId, VariableType, VariableValue } from '../basics.ts';
import type { CallRequest, CallResult } from '../calls.ts';
import type { ContactEvent, EventKey, TriggerEvent, TriggerKey } from '../events.ts';
import type {
  BusinessHours,
  Command,
  Facts,
  InboundReply,
  OfferedOption,
  RunOutcome,
  TemplateFacts,
} from '../run.ts';
import type { FileSourceData } from './shared/fields.ts';

export type NodeFamily =
  'trigger' | 'rule' | 'message' | 'ask' | 'logic' | 'time' | 'data' | 'people' | 'end';

export interface NodeType<Type extends string = string, Data = unknown> {
  manifest: NodeManifest<Type, Data>;
  /** One step of the node: pure and total. What goes wrong is a `fault`, never a throw. */
  advance(this: void, data: Data, input: StepInput): StepOutcome;
  /** What the node's own data lacks; rules over the whole graph stand in `validation/`. */
  validate(this: void, data: Data): NodeProblem[];
  /** What starts a run here; for nodes of family `trigger`. */
  trigger?: TriggerSpec<Data>;
  /** What leads a run here that is under way; for rules of the flow that are drawn as steps. */
  rule?: RuleSpec<Data>;
}

/**
 * A rule takes a run over: `message` before the waiting step hears a message, `wrongAnswer` when that step can't make anything of
 * it, `error` when a step has failed for good.
 */
export type RuleSpec<Data> =
  | {
      on: 'message' | 'wrongAnswer';
      /** How special it is for this message; null: it is none of its. Pure and total. */ fits(
        this: void,
        data: Data,
        message: InboundReply,
      ): number | null;
    }
  | { on: 'error'; /** How often in a run it takes over. */ times(this: void, data: Data): number };

export interface TriggerSpec<Data> {
  /** What can fire it; an empty list while something is missing. */
  listens(this: void, data: Data): TriggerKey[];
  /** Whether this event, one that it listens to, fires it. Pure and total. */
  fires(this: void, data: Data, event: TriggerEvent): boolean;
  /**
   * Between flows of the same priority the more special trigger wins: 100 the exact word, 0 any message. With an event that fires it,
   * how special it is in this case; without one, at most.
   */
  specificity(this: void, data: Data, event?: TriggerEvent): number;
  /** Whether it also fires while another run talks with the person, and ends that run. */
  interrupts?(this: void, data: Data): boolean;
}

export interface NodeManifest<Type extends string = string, Data = unknown> {
  type: Type;
  /** Version of the data's shape; raised together with an upgrade. */
  typeVersion: number;
  /** Pure steps from older shapes of `data`: the first one makes version 2 of version 1. */
  upgrades?: readonly ((data: Record<string, unknown>) => Record<string, unknown>)[];
  family: NodeFamily;
  title: string;
  /** A sentence or two for the studio's palette and help. */
  docs: string;
  schema: z.ZodType<Data>;
  defaults(this: void): Data;
  /** Every way out, in the order in which the studio draws them. */
  ports(this: void, data: Data): Port[];
  /** One line for the card on the canvas, without personal data. */
  summary(this: void, data: Data): string;
  /** Limits of WhatsApp or of ours, by field, for counters in forms. */
  limits: Record<string, number>;
  /** What happens to time between entering the node and leaving it by this port. */
  clock(this: void, data: Data, port: PortId): PortClock;
  /** For triggers: true when a message of the person starts the run, so that the 24-hour window is open. */
  startsWithMessage?: boolean;
  /** For triggers: what texts can read as `trigger.<field>`; left out when whoever starts the flow decides that. */
  triggerFields?: readonly string[];
  /** Every Liquid text of the node, with the path of its field. */
  texts?(this: void, data: Data): TextUse[];
  /** Every message that the node may send. */
  messages?(this: void, data: Data): MessageUse[];
  /** Variables that the node fills. */
  writes?(this: void, data: Data): VariableWrite[];
  /** Names of the variables that the node reads outside its texts. */
  reads?(this: void, data: Data): { field: string; variable: string }[];
  /** Ways on that aren't drawn as edges, by port (a jump). */
  targets?(this: void, data: Data): Record<PortId, NodeId>;
  /** The flow version that runs inside this node. */
  subflow?(this: void, data: Data): SubflowUse | null;
  /** Names of the secrets that the node uses. */
  secrets?(this: void, data: Data): { field: string; secret: string }[];
  /** Whether `advance` needs to know how often a run came here. */
  countsVisits?: boolean;
}

export interface VariableWrite {
  /** Path of the field that holds the name. */
  field: string;
  name: string;
  type: VariableType;
  /** The ports after which the variable is surely set. */
  ports: readonly PortId[];
  /** Of a list or a row: the names of its fields, where they are known. */
  fields?: readonly string[];
  /** The variable that holds a list of which this is a row, or some. */
  rowsOf?: string;
}

/** A pinned version of another flow of the organisation. */
export interface SubflowUse {
  flowId: string;
  version: number;
}

export interface Port {
  id: PortId;
  label: string;
  /** True when leaving it open needs no warning: the run simply ends there or the port can't be used. */
  optional?: boolean;
  /** The way on stands in the node's data (a jump's target): nothing can be connected here. */
  fixed?: boolean;
}

export type PortClock =
  | { kind: 'instant' }
  /** Left because the person wrote: the 24-hour window starts again. */
  | { kind: 'inbound' }
  /** Left after this time passed without a message of the person. */
  | {
      kind: 'elapsed';
      ms: number;
      /** The step itself takes this long: no wait in which a loop could rest. */ isWork?: true;
    }
  | { kind: 'windowOpen' }
  /** Left shortly before the window closes, unasked. */
  | { kind: 'windowClosing' }
  | { kind: 'windowClosed' };

export interface TextUse {
  field: string;
  template: string;
  /** The text is filled in for each row of this list and reads it as `item`. */
  rowsOf?: string;
}

/** `template`: an approved template is sent. Else the message is free-form, with an optional template instead. */
export interface MessageUse {
  field: string;
  template: TemplateUse | null;
  fallback: TemplateUse | null;
}

/** A template with Liquid expressions for its placeholders. */
export interface TemplateUse {
  name: string;
  language: string;
  header: string[];
  headerMedia?: { kind: 'image' | 'video' | 'document'; source: FileSourceData };
  headerLocation?: object;
  body: string[];
  /** Ends of addresses, by the button's place in the template. */
  urls?: { index: number; value: string }[];
}

export type StepEvent =
  | { kind: 'entered' }
  | { kind: 'sent' }
  | { kind: 'sendFailed'; error: { code: string; title: string } }
  | { kind: 'reply'; message: InboundReply }
  | { kind: 'happened'; event: ContactEvent }
  | { kind: 'called'; result: CallResult }
  /** The subflow that this node entered has ended; `variables` are its outputs. */
  | { kind: 'returned'; outcome: RunOutcome; variables: Record<string, VariableValue> }
  | { kind: 'deadline' }
  /** For a rule about errors, instead of `entered`: what went wrong, and the name of the step where it did. */
  | { kind: 'caught'; code: string; step: string };

/** What a step sees. The contact already has the changes that this run asked for earlier in the same advance. */
export interface StepInput {
  event: StepEvent;
  now: Date;
  /** Wrong answers so far at this node. */
  tries: number;
  /** What this node's last message offered, when its titles had placeholders. */
  offered: readonly OfferedOption[];
  contact: Facts['contact'];
  conversation: Facts['conversation'];
  variables: Readonly<Record<string, VariableValue>>;
  trigger: Readonly<Record<string, VariableValue>>;
  /** Where this node stands, for choices that must be the same every time. */
  nodePath: NodePath;
  /** How often the run came here, this time included; 1 when the type doesn't count. */
  visits: number;
  /** The contact's, else the organisation's, else UTC. */
  timeZone: string;
  /** Of the organisation, in `organizationTimeZone`; null when it has set none. */
  businessHours: BusinessHours | null;
  organizationTimeZone: string;
  hasEdge(port: PortId): boolean;
  template(name: string, language: string): TemplateFacts | null;
  /** How the organisation defines the attribute; null: it is free. */
  attributeRule(name: string): AttributeRule | null;
  /** @param also what this text can read beside the variables, before one of the same name */
  render(template: string, also?: Also): { text: string } | { problem: StepFault };
  /** The same, but a single placeholder that names a list or a row gives it as it is, not in words. */
  renderValue(template: string, also?: Also): { value: VariableValue } | { problem: StepFault };
}

type Also = Readonly<Record<string, VariableValue>>;

export interface StepFault {
  /** Stable code, kept in the trace. */
  code: string;
  message: string;
}

export type ContactCommand = Exclude<Command, { kind: 'send' | 'call' }>;

export type StepOutcome =
  | {
      kind: 'leave';
      port: PortId;
      commands?: ContactCommand[];
      variables?: Record<string, VariableValue>;
      /** Code of something that went wrong without stopping the node. */
      problem?: string;
      /** The person chose what the step offers, or sent just what it asks for other than words: no keyword goes before that. */
      isChosen?: true;
    }
  | {
      kind: 'send';
      content: OutboundContent;
      purpose: SendPurpose;
      fallback?: OutboundContent;
      fallbackPurpose?: SendPurpose;
      /** Set together with the send; not while it is held back. */
      variables?: Record<string, VariableValue>;
      /** What can be pressed under its filled-in title; comes back in `StepInput.offered`. */
      offered?: OfferedOption[];
      /** New count of wrong answers, when this repeats a question. */
      tries?: number;
      problem?: string;
      /** As with `leave`: the person picked one of several, or asked for another page. */
      isChosen?: true;
    }
  | { kind: 'waitForReply'; until: string | null }
  | { kind: 'delay'; until: string; commands?: ContactCommand[] }
  | { kind: 'waitForEvent'; listens: EventKey[]; until: string | null; commands?: ContactCommand[] }
  /** The result comes back as `called`. */
  | { kind: 'call'; request: CallRequest }
  /** Runs the node's subflow with these inputs, read as the types that it declares; its end comes back as `returned`. */
  | { kind: 'enterSubflow'; inputs: Record<string, VariableValue> }
  /** Goes on at the step that a rule of the flow has interrupted. */
  | { kind: 'goBack' }
  /** The event changes nothing here: the node goes on waiting. A message is then none of its answers. */
  | { kind: 'keepWaiting' }
  | { kind: 'end'; outcome: RunOutcome; reason: string }
  /** Leaves by `failed` when something is connected there, else by the flow's rule about errors, else people decide. */
  | { kind: 'fault'; fault: StepFault };

export type Severity = 'error' | 'warning';

export interface NodeProblem {
  code: string;
  severity: Severity;
  /** Path of the field in `data`, for example `buttons.1.title`; null for the whole node. */
  field: string | null;
  /** What is wrong and what to do, in a sentence. */
  message: string;
}

export const FAILED_PORT = 'failed';

/** Problem of a step that can make nothing of an answer. */
export const WRONG_ANSWER = 'wrong_answer';
