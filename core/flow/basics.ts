/**
 * The words of a flow that everything else is built from. They stand apart from `document.ts` so that node types can
 * use them without importing the document that contains them.
 */
export type NodeId = string;
export type EdgeId = string;
export type PortId = string;

export interface Position {
  x: number;
  y: number;
}

export type VariableType = 'text' | 'number' | 'boolean' | 'date';
export type VariableValue = string | number | boolean | null;

/** Every node of every type; `data` is typed by the node's manifest. */
export interface NodeBase<Type extends string, Data> {
  type: Type;
  typeVersion: number;
  data: Data;
  ui: Position;
}
