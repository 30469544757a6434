// Which two versions are compared: the two newest, until somebody chooses others. Not here: how they are chosen (ui/VersionPair.vue).
import { computed, type Ref, ref } from 'vue'

/** `versions` newest first. A version that is gone, or was never there, is no choice; null where there is none. */
export function useVersionPair(versions: Readonly<Ref<readonly number[]>>) {
  const chosenNewer = ref<number | null>(null)
  const chosenOlder = ref<number | null>(null)

  const newer = computed<number | null>({
    get: () => known(chosenNewer.value) ?? versions.value[0] ?? null,
    set: (version) => (chosenNewer.value = version),
  })
  // Left alone, it is the one before the newer; before the first there is none, so the first that is another.
  const older = computed<number | null>({
    get: () => known(chosenOlder.value) ?? versions.value.find((one) => one < (newer.value ?? 0)) ?? versions.value.find((one) => one !== newer.value) ?? null,
    set: (version) => (chosenOlder.value = version),
  })

  function known(version: number | null): number | null {
    return version !== null && versions.value.includes(version) ? version : null
  }

  return { newer, older }
}
