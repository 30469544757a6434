// A stored definition under a form: what is typed is kept as a draft until it is saved or taken back. Not here: what the form shows of it.
import { computed, type ComputedRef, shallowRef, type ShallowRef, watch } from 'vue'

import { dropDraft, keepDraft, keptDraft } from '@/lib/drafts'

interface Wanted<Definition extends object, Form> {
  /** Of the definition and its revision: another name, another draft. */
  draftName: () => string
  stored: () => Definition
  isNew: () => boolean
  formOf: (definition: Definition) => Form
  /** The definition with what the form says; whatever the form does not know stays. */
  withForm: (definition: Definition, form: Form) => Definition
}

export interface DefinitionForm<Definition, Form> {
  /** What the form was opened on: the draft of before, or what is stored. */
  base: Readonly<ShallowRef<Definition>>
  form: Readonly<ShallowRef<Form>>
  isChanged: ComputedRef<boolean>
  /** The definition as it would be saved. */
  definition: () => Definition
  take: (form: Form) => void
  startOver: () => void
}

/** The form of what is stored. Figures beside it may move every few seconds: what is typed gives way to another revision alone. */
export function useDefinitionForm<Definition extends object, Form>({ draftName, stored, isNew, formOf, withForm }: Wanted<Definition, Form>): DefinitionForm<Definition, Form> {
  const base = shallowRef(stored()) as ShallowRef<Definition>
  const form = shallowRef(formOf(base.value)) as ShallowRef<Form>
  const isChanged = computed(() => isNew() || JSON.stringify(form.value) !== JSON.stringify(formOf(stored())))

  function open(definition: Definition): void {
    base.value = definition
    form.value = formOf(definition)
  }

  watch(draftName, (name) => {
    const kept = keptDraft(name)
    open(typeof kept === 'object' && kept !== null ? (kept as Definition) : stored())
  }, { immediate: true })

  return {
    base,
    form,
    isChanged,
    definition: () => withForm(base.value, form.value),
    take(next) {
      form.value = next
      if (isChanged.value) keepDraft(draftName(), withForm(base.value, next))
      else dropDraft(draftName())
    },
    startOver() {
      dropDraft(draftName())
      open(stored())
    },
  }
}
