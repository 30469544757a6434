import { expect, it } from 'vitest'

import type { Model, Version } from '@/features/models/queries'
import { blocksOf, championOf, decidingMetric, historyOf } from '@/features/models/view'

function aVersion(version: string, state: Version['state'], auc: number): Version {
  return {
    version,
    state,
    is_rolled_back: false,
    stored_at: null,
    trained_on: ['2017-09-01'],
    tested_on: ['2017-10-01'],
    decided_by: 'roc_auc',
    metrics: [
      { name: 'brier', value: 0.1, low: null, high: null, baseline: 0.2 },
      { name: 'roc_auc', value: auc, low: 0.8, high: 0.9, baseline: 0.7 },
    ],
  }
}

const MODEL: Model = { name: 'churn', champion: 'b', versions: [aVersion('a', 'RETIRED', 0.84), aVersion('b', 'CHAMPION', 0.87)], decisions: [], runs: [] }

it('knows which serves, in what it had to be better, and how that went', () => {
  expect(championOf(MODEL)?.version).toBe('b')
  expect(decidingMetric(aVersion('a', 'RETIRED', 0.84))?.name).toBe('roc_auc')
  expect(decidingMetric({ ...aVersion('a', 'RETIRED', 0.84), decided_by: 'nothing' })?.name).toBe('brier')
  expect(historyOf(MODEL).map(({ value }) => value)).toEqual([0.84, 0.87])
  expect(championOf({ ...MODEL, versions: [] })).toBeNull()
})

it('reads a card as headings, text, lists and tables, and takes nothing in it for HTML', () => {
  const markdown = '# churn: model card\n\n**State**: champion.\n\n## Data\n\n| | rows |\n|---|---|\n| trained | 12 |\n\n- one\n- `two`\n\n<img src=x>'
  expect(blocksOf(markdown)).toEqual([
    { kind: 'text', text: 'State: champion.' },
    { kind: 'heading', text: 'Data' },
    { kind: 'table', head: ['', 'rows'], rows: [['trained', '12']] },
    { kind: 'list', items: ['one', 'two'] },
    { kind: 'text', text: '<img src=x>' },
  ])
})
