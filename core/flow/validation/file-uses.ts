import type { NodeId } from '../basics.ts';
import type { CompiledFlow } from '../compile.ts';
import type { FileSourceData } from '../nodes/shared/fields.ts';
import type { MediaKind } from '../../messaging/content.ts';
import { usableNodes } from './graph.ts';
import { templateUses } from './template-uses.ts';

export interface FileUse {
  nodeId: NodeId;
  /** Of the file's id. */
  field: string;
  fileId: string;
  /** As the document calls it; null when it doesn't say. */
  name: string | null;
  /** What it is sent as. */
  kind: MediaKind;
}

/** Every place that names a file of ours: steps that send one, and headers of templates. */
export function fileUses(flow: CompiledFlow): FileUse[] {
  const headers = templateUses(flow).flatMap(({ nodeId, prefix, use: { headerMedia } }) =>
    headerMedia ? fileUse(nodeId, `${prefix}headerMedia.source`, headerMedia.source, headerMedia.kind) : [],
  );
  const steps = usableNodes(flow).flatMap(({ id, node }) =>
    node.type === 'send-media' ? fileUse(id, 'source', node.data.source, node.data.kind) : [],
  );
  return [...headers, ...steps];
}

function fileUse(nodeId: NodeId, field: string, source: FileSourceData, kind: MediaKind): FileUse[] {
  if (source.by !== 'file') return [];
  const { fileId, name } = source;
  return [{ nodeId, field: `${field}.fileId`, fileId, name: name ?? null, kind }];
}
