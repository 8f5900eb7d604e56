import { Map, Maximize, Minus, Plus, WandSparkles } from 'lucide-react';
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
        <Tooltip label="Zoom out" side="top">
          <Button
            variant="ghost"
            size="iconSm"
            aria-label="Zoom out"
            onClick={() => void zoomOut({ duration: 120 })}
          >
            <Minus aria-hidden />
          </Button>
        </Tooltip>
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
        <Tooltip label="Zoom in" side="top">
          <Button
            variant="ghost"
            size="iconSm"
            aria-label="Zoom in"
            onClick={() => void zoomIn({ duration: 120 })}
          >
            <Plus aria-hidden />
          </Button>
        </Tooltip>
        <span aria-hidden className="mx-0.5 h-4 w-px bg-border" />
        <Tooltip label="Show everything (1)" side="top">
          <Button
            variant="ghost"
            size="iconSm"
            aria-label="Show everything"
            onClick={() => void fitView({ padding: 0.14, maxZoom: 1, duration: 200 })}
          >
            <Maximize aria-hidden />
          </Button>
        </Tooltip>
        {canEdit && (
          <Tooltip label={`Tidy up (${keyHint(['shift', 'T'])})`} side="top">
            <Button variant="ghost" size="iconSm" aria-label="Tidy up" onClick={tidy}>
              <WandSparkles aria-hidden />
            </Button>
          </Tooltip>
        )}
        <Tooltip label="Overview map" side="top">
          <Button
            variant="ghost"
            size="iconSm"
            aria-label="Overview map"
            aria-pressed={hasMiniMap}
            onClick={onMiniMap}
            className="aria-pressed:text-primary"
          >
            <Map aria-hidden />
          </Button>
        </Tooltip>
      </div>
    </Panel>
  );
}
