import { Plus, X } from 'lucide-react';
import type { ConditionBranch, ConditionData } from '../../../../../../core/flow/nodes/condition/manifest.ts';
import { Button } from '../../../../shared/ui/button.tsx';
import { Input } from '../../../../shared/ui/input.tsx';
import { MatchSelect } from '../../../../shared/ui/match-select.tsx';
import { optionIdFor } from '../../document/ids.ts';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { withText } from '../shared/without.ts';
import { newTest, TestFields } from './test-fields.tsx';

type TestGroup = ConditionBranch['groups'][number];

const newGroup = (): TestGroup => ({ match: 'all', tests: [newTest()] });

export function Form({ data, onChange, problemOf }: NodeFormProps<ConditionData>) {
  return (
    <Group title="Branches, the first that holds is taken" error={problemOf('branches')}>
      <ListEditor<ConditionBranch>
        noun="branch"
        items={data.branches}
        max={20}
        min={1}
        keyOf={(branch) => branch.id}
        create={() => ({
          id: optionIdFor(
            '',
            data.branches.map((one) => one.id),
            'branch',
          ),
          match: 'all',
          groups: [newGroup()],
        })}
        onChange={(branches) => onChange({ ...data, branches })}
      >
        {(branch, index, change) => (
          <BranchFields branch={branch} index={index} onChange={change} problemOf={problemOf} />
        )}
      </ListEditor>
    </Group>
  );
}

interface BranchFieldsProps {
  branch: ConditionBranch;
  index: number;
  onChange: (branch: ConditionBranch) => void;
  problemOf: (field: string) => string | null;
}

function BranchFields({ branch, index, onChange, problemOf }: BranchFieldsProps) {
  const changeGroup = (at: number, group: TestGroup | null) =>
    onChange({ ...branch, groups: branch.groups.flatMap((old, i) => (i === at ? (group ?? []) : old)) });
  return (
    <div className="space-y-2 rounded-lg border border-border p-2.5">
      <Input
        aria-label={`Name of branch ${index + 1}`}
        className="h-8 text-[13px] font-medium"
        maxLength={80}
        placeholder={`Branch ${index + 1}`}
        value={branch.label ?? ''}
        onChange={(event) => onChange(withText(branch, 'label', event.target.value))}
      />
      {branch.groups.map((group, at) => (
        <div key={at} className="space-y-2">
          {at > 0 && (
            <MatchSelect
              label="Between the groups"
              value={branch.match}
              onChange={(match) => onChange({ ...branch, match })}
            />
          )}
          <GroupFields
            group={group}
            field={`branches.${index}.groups.${at}`}
            problemOf={problemOf}
            onChange={(next) => changeGroup(at, next)}
            onRemove={branch.groups.length > 1 ? () => changeGroup(at, null) : undefined}
          />
        </div>
      ))}
      <Button
        size="xs"
        variant="ghost"
        disabled={branch.groups.length >= 10}
        onClick={() => onChange({ ...branch, groups: [...branch.groups, newGroup()] })}
      >
        <Plus aria-hidden /> Group of tests
      </Button>
    </div>
  );
}

interface GroupFieldsProps {
  group: TestGroup;
  /** Path of the group in the step's data. */
  field: string;
  problemOf: (field: string) => string | null;
  onChange: (group: TestGroup) => void;
  onRemove?: () => void;
}

function GroupFields({ group, field, problemOf, onChange, onRemove }: GroupFieldsProps) {
  return (
    <div className="space-y-2 rounded-md bg-surface-2 p-2">
      {group.tests.map((test, index) => (
        <div key={index} className="space-y-2">
          {index > 0 && (
            <MatchSelect
              label="Between the tests"
              value={group.match}
              onChange={(match) => onChange({ ...group, match })}
            />
          )}
          <div className="flex items-start gap-1">
            <TestFields
              test={test}
              problemOf={(part) => problemOf(`${field}.tests.${index}.${part}`)}
              onChange={(next) =>
                onChange({ ...group, tests: group.tests.map((old, at) => (at === index ? next : old)) })
              }
            />
            <Button
              variant="ghost"
              size="iconXs"
              aria-label={`Remove test ${index + 1}`}
              disabled={group.tests.length === 1 && !onRemove}
              onClick={() =>
                group.tests.length === 1
                  ? onRemove?.()
                  : onChange({ ...group, tests: group.tests.filter((_, at) => at !== index) })
              }
            >
              <X aria-hidden />
            </Button>
          </div>
        </div>
      ))}
      <Button
        size="xs"
        variant="ghost"
        disabled={group.tests.length >= 20}
        onClick={() => onChange({ ...group, tests: [...group.tests, newTest()] })}
      >
        <Plus aria-hidden /> Test
      </Button>
    </div>
  );
}
