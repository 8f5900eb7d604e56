/**
 * The words of a flow that everything else is built from. They stand apart from `document.ts` so that node types can
 * use them without importing the document that contains them.
 */
export type NodeId = string;
/**
 * Where a run stands: the id of a node, or, inside a subflow, the ids of the subflow steps that lead there and of the
 * node, joined by `/`. Ids never hold a slash.
 */
export type NodePath = string;
export type EdgeId = string;
export type PortId = string;
export type NoteId = string;

export interface Position {
  x: number;
  y: number;
}

/** A location is kept as `52.52,13.405`, media as the id of the message that brought it; both are texts at run time. */
export type ScalarType = 'text' | 'number' | 'boolean' | 'date' | 'location' | 'media';
export type VariableType = ScalarType | 'list' | 'item';

export const variableTypes = [
  ...['text', 'number', 'boolean', 'date', 'location', 'media', 'list', 'item'],
] as [VariableType, ...VariableType[]];

export type Scalar = string | number | boolean | null;
/** One row of a list: scalars by name. A row that is a single value has it in the field `value`. `lists.ts` keeps the bounds. */
export type ListItem = Record<string, Scalar>;
export type VariableValue = Scalar | ListItem | ListItem[];

/** Every node of every type; `data` is typed by the node's manifest. */
export interface NodeBase<Type extends string, Data> {
  type: Type;
  typeVersion: number;
  data: Data;
  ui: Position;
}
