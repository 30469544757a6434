import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'

import ModelPage from '@/features/models/pages/ModelPage.vue'
import { theProgram } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { show } from '@tests/support/screen'

const VERSION = {
  version: '2017-10-22.1',
  state: 'CHAMPION',
  is_rolled_back: false,
  stored_at: null,
  trained_on: ['2017-09-01'],
  tested_on: ['2017-10-01'],
  decided_by: 'roc_auc',
  metrics: [{ name: 'roc_auc', value: 0.87, low: 0.85, high: 0.89, baseline: 0.7 }],
  run_url: 'http://dagster.example/runs/trained-it',
}
const SCORING = {
  as_of_on: '2017-10-31',
  version: '2017-10-22.1',
  row_count: 2469,
  recorded_at: '2017-10-31T12:00:00Z',
  run_id: 'run-31-of-the-night',
  run_url: 'http://dagster.example/runs/run-31',
  drift: [{ name: 'recency_days', label: { en: 'Days since the last purchase', ar: 'أيام' }, stability_index: 0.31, is_moved: true }],
}
const MODEL = { name: 'churn', champion: VERSION.version, versions: [VERSION], decisions: [], runs: [], scorings: [SCORING] }

function anApi(model: object): FakeApi {
  return new FakeApi().gives('/v1/program', theProgram()).gives('/v1/models/churn', model).gives('/v1/models/churn/versions/2017-10-22.1/card', { name: 'churn', version: VERSION.version, markdown: '# Card\n\nUse.' })
}

const WANTED = { props: { name: 'churn' }, permissions: ['models.read', 'programs.read'] }

it('names the feature that moved and leads to the runs behind the version and the day', async () => {
  anApi(MODEL)
  const { page } = await show(ModelPage, WANTED)
  await flushPromises()
  for (const said of ['Days since the last purchase', 'moved', '0.31', '2,469', 'Knows data up to 9 days ago']) expect(page.text()).toContain(said)
  expect(page.findAll('a[target=_blank]').map((link) => link.attributes('href')).toSorted()).toEqual([SCORING.run_url, VERSION.run_url])
})

it('makes up no link where nobody said how Dagster is reached, and says that nothing was compared yet', async () => {
  anApi({ ...MODEL, versions: [{ ...VERSION, run_url: null }], scorings: [{ ...SCORING, run_url: null, drift: [] }] })
  const { page } = await show(ModelPage, WANTED)
  await flushPromises()
  expect(page.findAll('a[target=_blank]')).toHaveLength(0)
  expect(page.text()).toContain('Nothing was compared yet')
  expect(page.text()).toContain('run-31-o')
})
