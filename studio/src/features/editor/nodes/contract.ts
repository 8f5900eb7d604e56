/** What the studio knows about a node type beside its manifest in core: an icon, a form and, if it wants, a card. */
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { NodeData, NodeTypeId } from '../../../../../core/flow/nodes/registry.ts';

export interface NodeFormProps<Data> {
  data: Data;
  /** The whole new data; bursts of changes are one step for undo. */
  onChange: (data: Data) => void;
  /** The problem of a field of `data`, by path; null when there is none. */
  problemOf: (field: string) => string | null;
}

export interface NodeUi<Type extends NodeTypeId> {
  icon: LucideIcon;
  Form: ComponentType<NodeFormProps<NodeData<Type>>>;
  /** What the card shows; the manifest's summary when left out. */
  Card?: ComponentType<{ data: NodeData<Type> }>;
  /** Ports that `Card` draws itself, with `PortRow`. */
  drawsPort?: (port: string) => boolean;
}
