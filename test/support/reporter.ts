import Mocha from 'mocha'

/** Mocha's `spec` on the terminal, and the report of its `json` in the file that MOCHA_REPORT_FILE names. */
export default class SpecAndReport extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options)
    const file = process.env['MOCHA_REPORT_FILE']
    if (file === undefined) return
    const reporterOption = { output: file }
    new Mocha.reporters.JSON(runner, { ...options, ...{ reporterOption } })
  }
}
