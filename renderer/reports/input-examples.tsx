import type { DataTypeInfo } from '../../core/contract/reports.ts'
import classes from './input-examples.module.css'

/** Each file that feeds a type: what it is, where it is found, and a few lines of one. The first is open. */
export const InputExamples = ({ type }: { readonly type: DataTypeInfo }) =>
  type.examples.length === 0 ? null : (
    <section className={classes.inputs} aria-label="Files that feed it">
      <h2 className={classes.title}>
        {type.examples.length === 1 ? 'The file that feeds it' : 'Any of these files feeds it'}
      </h2>
      {type.examples.map(({ input, file, lines }, at) => (
        <details key={input} className={classes.input} name={`examples-${type.id}`} open={at === 0}>
          <summary className={classes.name}>{input}</summary>
          <p className={classes.file}>{file}</p>
          <div className={classes.lines}>
            {lines.map((line) => (
              <div key={line} className={classes.line}>
                {line}
              </div>
            ))}
          </div>
        </details>
      ))}
    </section>
  )
