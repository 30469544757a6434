import { beforeEach, expect, it } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'

import { keptDraft } from '@/lib/drafts'
import { useDefinitionForm } from '@/lib/useDefinitionForm'

interface Cheese {
  name: string
  rind: string
}

beforeEach(() => localStorage.clear())

function opened(cheese: Cheese, isNew = false) {
  const stored = ref(cheese)
  const revision = ref(1)
  const made = effectScope().run(() =>
    useDefinitionForm<Cheese, { name: string }>({
      draftName: () => `cheese.${revision.value}`,
      stored: () => stored.value,
      isNew: () => isNew,
      formOf: ({ name }) => ({ name }),
      withForm: (definition, form) => ({ ...definition, ...form }),
    }),
  )!
  return { ...made, stored, revision }
}

it('keeps what is typed through a reload, with what the form does not know', () => {
  opened({ name: 'Brie', rind: 'white' }).take({ name: 'Brie de Meaux' })
  const again = opened({ name: 'Brie', rind: 'white' })
  expect([again.form.value, again.isChanged.value]).toEqual([{ name: 'Brie de Meaux' }, true])
  expect(again.definition()).toEqual({ name: 'Brie de Meaux', rind: 'white' })
})

it('keeps no draft of what is as it was, and starts over from what is stored', () => {
  const one = opened({ name: 'Brie', rind: 'white' })
  one.take({ name: 'Camembert' })
  one.take({ name: 'Brie' })
  expect([keptDraft('cheese.1'), one.isChanged.value]).toEqual([null, false])
  one.take({ name: 'Camembert' })
  one.startOver()
  expect([one.form.value.name, keptDraft('cheese.1')]).toEqual(['Brie', null])
})

it('gives way to another revision, and to nothing else', async () => {
  const one = opened({ name: 'Brie', rind: 'white' })
  one.take({ name: 'Camembert' })
  one.stored.value = { name: 'Brie', rind: 'white' }
  await nextTick()
  expect(one.form.value.name).toBe('Camembert')
  one.stored.value = { name: 'Comté', rind: 'brown' }
  one.revision.value = 2
  await nextTick()
  expect([one.form.value.name, one.base.value.rind, one.isChanged.value]).toEqual(['Comté', 'brown', false])
})

it('has something to save where it is new', () => {
  expect(opened({ name: '', rind: '' }, true).isChanged.value).toBe(true)
})
