// A journey on its way to its members: saved, published, paused, resumed, archived; each refusal kept for who asked. Not here: the draft (editing.ts).
import { ref, shallowRef } from 'vue'

import { type Refusal, toRefusal } from '@/api/problem'
import { useWrite } from '@/api/write'
import type { Definition } from '@/features/journeys/definition'
import type { useEditing } from '@/features/journeys/editing'
import { type Moved, publishJourney, type Publishing, saveJourney, type Step, stepJourney, useForgetJourneys } from '@/features/journeys/queries'

/** Storing what is edited under `code()`. `whenFirst` runs once it is stored, before anything is read of it. */
export function useSaving(code: () => string, editing: ReturnType<typeof useEditing>, whenFirst: () => Promise<void>) {
  const forget = useForgetJourneys()
  const save = useWrite((input: { code: string; definition: Definition; expected: number | null }, key) => saveJourney(input.code, input.definition, input.expected, key))

  /** Whether it is stored now; if not, `refusal` says why. */
  async function saveNow(): Promise<boolean> {
    const written = editing.definition.value
    if (!written) return false
    const saved = await save.run({ code: code(), definition: written, expected: editing.baseVersion.value })
    if (!saved) return false
    editing.saved(written, saved.version)
    await whenFirst()
    await forget()
    return true
  }

  return { saveNow, refusal: save.refusal, isRunning: save.isRunning }
}

/** Putting the draft live, with a look at what becomes of those inside. */
export function usePublishing(code: () => string, editing: ReturnType<typeof useEditing>, saveNow: () => Promise<boolean>) {
  const forget = useForgetJourneys()
  const publish = useWrite((input: Publishing, key) => publishJourney(code(), input, key))
  const isOpen = ref(false)
  const preview = shallowRef<Moved | null>(null)
  const previewRefusal = shallowRef<Refusal | null>(null)

  /** What is unsaved is saved first; a refused save opens nothing. */
  async function start(): Promise<void> {
    if (editing.isChanged.value && !(await saveNow())) return
    publish.forget()
    preview.value = null
    previewRefusal.value = null
    isOpen.value = true
  }

  async function look(asked: Publishing): Promise<void> {
    try {
      preview.value = await publishJourney(code(), asked, null)
      previewRefusal.value = null
    } catch (error) {
      preview.value = null
      previewRefusal.value = toRefusal(error)
    }
  }

  async function publishNow(asked: Publishing): Promise<void> {
    if (!(await publish.run(asked))) return
    isOpen.value = false
    await forget()
  }

  return { start, look, publishNow, isOpen, preview, previewRefusal, refusal: publish.refusal, isRunning: publish.isRunning }
}

/** Pausing, resuming and archiving what is live, with a look at whom it moves. */
export function useStepping(code: () => string) {
  const forget = useForgetJourneys()
  const take = useWrite((input: { step: Step; reason: string }, key) => stepJourney(code(), input.step, input.reason, key))
  const step = ref<Step>('pause')
  const isOpen = ref(false)
  const preview = shallowRef<Moved | null>(null)

  async function start(asked: Step): Promise<void> {
    step.value = asked
    take.forget()
    preview.value = null
    isOpen.value = true
    try {
      preview.value = await stepJourney(code(), asked, '', null)
    } catch {
      /* The step itself will say what is wrong. */
    }
  }

  async function stepNow(reason: string): Promise<void> {
    if (!(await take.run({ step: step.value, reason }))) return
    isOpen.value = false
    await forget()
  }

  return { start, stepNow, step, isOpen, preview, refusal: take.refusal, isRunning: take.isRunning }
}
