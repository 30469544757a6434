import { expect, it } from 'vitest'

import type { Choices } from '@/features/journeys/components/choices'
import SettingsForm from '@/features/journeys/components/SettingsForm.vue'
import type { Definition } from '@/features/journeys/definition'
import { emptyDefinition } from '@/features/journeys/draft'
import { without } from '@/lib/without'
import { show } from '@tests/support/screen'

const choices: Choices = { segments: [], lists: [], templates: [], pools: [], programs: [{ value: 'journey', label: 'Journey' }], eventTypes: [], factsFor: () => [] }

async function shown(definition: Definition) {
  const { page } = await show(SettingsForm, { props: { definition, choices } })
  return page.findAll('select').map((select) => select.element.value)
}

it('says once where a stored journey leaves out how often, as the API means it', async () => {
  const definition = emptyDefinition('journey', 'Welcome', 'marketing')
  expect(await shown(without(definition, 'reentry'))).toContain('ONCE')
  expect(await shown({ ...definition, reentry: 'AFTER_EXIT' })).toContain('AFTER_EXIT')
})
