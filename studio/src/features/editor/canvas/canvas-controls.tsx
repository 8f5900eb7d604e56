import { Map, Maximize, Minus, Plus, WandSparkles } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Panel, useReactFlow, useViewport } from 'reactflow';
import { keyHint } from '../../../shared/lib/key-hints.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Tooltip } from '../../../shared/ui/tooltip.tsx';
import { useTidy } from './use-tidy.ts';
import { useEditor } from '../store/editor-store.ts';

export function CanvasControls({ hasMiniMap, onMiniMap }: { hasMiniMap: boolean; onMiniMap: () => void }) {
  const { zoomIn, zoomOut, zoomTo, fitView } = useReactFlow();
  const { zoom } = useViewport();
  const tidy = useTidy();
  const canEdit = useEditor((state) => state.mayEdit && state.mode === 'edit');
  return (
    <Panel position="bottom-left">
      <div
        role="toolbar"
        aria-label="View"
        className="flex items-center gap-0.5 rounded-lg border border-border bg-surface p-0.5 shadow-card"
      >
        <Control label="Zoom out" onClick={() => void zoomOut({ duration: 120 })}>
          <Minus aria-hidden />
        </Control>
        <Tooltip label="Full size (0)" side="top">
          <Button
            variant="ghost"
            size="sm"
            className="w-12 px-0 text-xs tabular-nums"
            aria-label={`Zoom ${Math.round(zoom * 100)} %, back to full size`}
            onClick={() => void zoomTo(1, { duration: 150 })}
          >
            {Math.round(zoom * 100)} %
          </Button>
        </Tooltip>
        <Control label="Zoom in" onClick={() => void zoomIn({ duration: 120 })}>
          <Plus aria-hidden />
        </Control>
        <span aria-hidden className="mx-0.5 h-4 w-px bg-border" />
        <Control
          label="Show everything"
          hint="Show everything (1)"
          onClick={() => void fitView({ padding: 0.14, maxZoom: 1, duration: 200 })}
        >
          <Maximize aria-hidden />
        </Control>
        {canEdit && (
          <Control label="Tidy up" hint={`Tidy up (${keyHint(['shift', 'T'])})`} onClick={tidy}>
            <WandSparkles aria-hidden />
          </Control>
        )}
        <Control
          label="Overview map"
          aria-pressed={hasMiniMap}
          onClick={onMiniMap}
          className="aria-pressed:text-primary"
        >
          <Map aria-hidden />
        </Control>
      </div>
    </Panel>
  );
}

interface ControlProps extends ComponentProps<typeof Button> {
  label: string;
  /** What hovering shows. Default: the label. */
  hint?: string;
}

function Control({ label, hint = label, ...button }: ControlProps) {
  return (
    <Tooltip label={hint} side="top">
      <Button variant="ghost" size="iconSm" aria-label={label} {...button} />
    </Tooltip>
  );
}
