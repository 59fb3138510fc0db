/** What crosses a host boundary: plain JSON, nothing that structured clone or a WebSocket would treat differently. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** `T` when it is plain JSON, else `never`: a `Date`, `Map` or function in a result fails to compile. */
export type JsonOnly<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends (...args: never[]) => unknown
    ? never
    : T extends Date | Map<unknown, unknown> | Set<unknown> | ArrayBufferView | ArrayBuffer
      ? never
      : T extends object
        ? { [K in keyof T]: JsonOnly<T[K]> }
        : never
