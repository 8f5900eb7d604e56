import { Archive, ArchiveRestore, Download, Ellipsis, Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlowSummary } from '../../../../core/api/schemas.ts';
import { useFlowExport, useFlowStep } from '../api/flow-actions.ts';
import { useMay } from '../session/workspace.ts';
import { Button } from './button.tsx';
import { Menu, MenuItem, MenuSeparator } from './menu.tsx';

export interface FlowMenuProps {
  flow: Pick<FlowSummary, 'id' | 'name' | 'status'>;
  className?: string;
  /** What else those who may change flows can do with it, at the top. */
  children?: ReactNode;
}

/** What can be done to a whole flow. */
export function FlowMenu({ flow, className, children }: FlowMenuProps) {
  const mayEdit = useMay('flows:write');
  const change = useFlowStep();
  const download = useFlowExport();
  const { id: flowId, name, status } = flow;
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="iconSm" aria-label={`More for “${name}”`} className={className}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      {mayEdit && children}
      {mayEdit && status === 'live' && (
        <MenuItem onSelect={() => change.mutate({ flowId, step: 'pauseFlow' })}>
          <Pause aria-hidden /> Pause
        </MenuItem>
      )}
      {mayEdit && status === 'paused' && (
        <MenuItem onSelect={() => change.mutate({ flowId, step: 'resumeFlow' })}>
          <Play aria-hidden /> Resume
        </MenuItem>
      )}
      <MenuItem onSelect={() => download.mutate({ flowId, name })}>
        <Download aria-hidden /> Export as a file
      </MenuItem>
      {mayEdit && (
        <>
          <MenuSeparator />
          {status === 'archived' ? (
            <MenuItem onSelect={() => change.mutate({ flowId, step: 'resumeFlow' })}>
              <ArchiveRestore aria-hidden /> Bring back
            </MenuItem>
          ) : (
            <MenuItem onSelect={() => change.mutate({ flowId, step: 'archiveFlow' })}>
              <Archive aria-hidden /> Archive
            </MenuItem>
          )}
        </>
      )}
    </Menu>
  );
}
