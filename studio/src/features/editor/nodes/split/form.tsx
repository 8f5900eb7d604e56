import type { SplitBranch, SplitData } from '../../../../../../core/flow/nodes/split/manifest.ts';
import { branchName } from '../../../../../../core/flow/nodes/split/manifest.ts';
import { weightsOf100 } from '../../../../../../core/flow/nodes/split/weights.ts';
import { cn } from '../../../../shared/lib/cn.ts';
import { Button } from '../../../../shared/ui/button.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import { optionIdFor } from '../../document/ids.ts';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { TextField } from '../shared/text-field.tsx';
import { withText } from '../shared/without.ts';

export function Form({ data, onChange, problemOf }: NodeFormProps<SplitData>) {
  const ids = data.branches.map((branch) => branch.id);
  return (
    <>
      <Group title="Ways and their shares" error={problemOf('branches')}>
        <ListEditor<SplitBranch>
          noun="way"
          items={data.branches}
          max={10}
          min={2}
          keyOf={(branch) => branch.id}
          create={() => ({ id: optionIdFor('', ids, 'way'), weight: 0 })}
          onChange={(branches) => onChange({ ...data, branches })}
        >
          {(branch, index, change) => <BranchFields branch={branch} index={index} onChange={change} />}
        </ListEditor>
        <Total data={data} onChange={onChange} />
      </Group>
      <TextField
        label="Draw anew with another word"
        value={data.salt ?? ''}
        maxLength={64}
        placeholder="Empty: everybody keeps their way"
        hint="A person always goes the same way here. Another word draws all of them again."
        error={problemOf('salt')}
        onChange={(salt) => onChange(withText(data, 'salt', salt))}
      />
    </>
  );
}

interface BranchFieldsProps {
  branch: SplitBranch;
  index: number;
  onChange: (branch: SplitBranch) => void;
}

function BranchFields({ branch, index, onChange }: BranchFieldsProps) {
  return (
    <div className="flex items-center gap-1.5">
      <Input
        aria-label={`Name of way ${index + 1}`}
        maxLength={80}
        placeholder={branchName(branch, index)}
        value={branch.label ?? ''}
        onChange={(event) => onChange(withText(branch, 'label', event.target.value))}
      />
      <Input
        type="number"
        aria-label={`Share of way ${index + 1} in percent`}
        min={0}
        max={100}
        className="w-20 shrink-0"
        value={branch.weight}
        onChange={(event) => {
          const weight = Math.round(event.target.valueAsNumber);
          if (Number.isFinite(weight)) onChange({ ...branch, weight: Math.max(0, Math.min(100, weight)) });
        }}
      />
      <span className="text-[13px] text-muted">%</span>
    </div>
  );
}

function Total({ data, onChange }: Pick<NodeFormProps<SplitData>, 'data' | 'onChange'>) {
  const total = data.branches.reduce((sum, branch) => sum + branch.weight, 0);
  const share = (weights: readonly number[]) => {
    const fixed = weightsOf100(weights);
    onChange({
      ...data,
      branches: data.branches.map((branch, index) => ({ ...branch, weight: fixed[index] ?? 0 })),
    });
  };
  return (
    <div className="flex items-center gap-2 text-[13px]" aria-live="polite">
      <span className={cn('flex-1 tabular-nums', total === 100 ? 'text-muted' : 'font-medium text-danger')}>
        Together {total} %
      </span>
      <Button size="xs" variant="ghost" onClick={() => share(data.branches.map(() => 1))}>
        Same for all
      </Button>
      {total !== 100 && (
        <Button size="xs" onClick={() => share(data.branches.map((branch) => branch.weight))}>
          Make it 100 %
        </Button>
      )}
    </div>
  );
}
