"""An invented province with known truth, seeded, of any size from 10^3 to 10^8 rows: input of the demo, the tests and the benchmarks.

`write(folder)` streams UTF-8 CSV files with a header, and beside them `truth/*.csv`, which says what was planted where. The collected
datasets of the packs read them as `synth/<file>` below the inbox of the home folder. Every field is text as a department would send it:

    departments.csv  unit, name, tier, area, credit_code, phone
    firms.csv        credit_code, name, kind, area, address, industry, capital, founded_on, approved_on, representative, mobile, status
    taxpayers.csv    taxpayer_no, credit_code, name, area, address, representative, mobile, changed_on
                     (part of the same firms as another department knows them: name variants, moves, conflicts, missing codes)
    persons.csv      citizen_id, name, sex, ethnic, birth_date, area, address, mobile, registered_on
    births.csv, insured.csv, pupils.csv, marriages.csv: part of the same persons as other departments know them, under numbers of their own
                     (`citizen_id` may be missing): name, sex, birth_date, area, mobile, marital, employment, schooling as each has them
    stations.csv     station, name, area, kind, longitude, latitude, altitude, opened_on
                     (`station` such as SC510100-01; `area` a county of one of the 21 prefectures; CGCS2000 degrees, metres)
    readings.csv     station, at, pm25, pm10, so2, no2, co, o3, temperature, humidity, pressure, wind_speed, wind_direction, precipitation
                     (hourly, ordered by station and time; `at` is Beijing time as `2026-03-01 08:00`; µg/m³ but co in mg/m³; °C, %, hPa,
                     m/s, degrees, mm; `-9999` and the empty field mean no value, `<0.02` is below the detection limit)

    truth/planted.csv    file, record, field, kind, written, right, outcome, cause: one line per damaged value
    truth/duplicates.csv file, record, of_record, kind: records that describe what an earlier record describes
    truth/links.csv      taxpayer record, firm record: the same firm in two registers
    truth/conflicts.csv  taxpayer record, firm record, field, in_firms, in_taxpayers, right: where the registers disagree
    truth/copies.csv     file, number, persons_record: the same person elsewhere
    truth/copy_conflicts.csv file, number, field, in_register, in_copy, right: where they disagree (`in_register` of marital: as it is true)
    truth/anomalies.csv  station, field, from, to, kind: flat lines, spikes, PM10 below PM2.5, gaps

`record` counts from 1 and leaves the header out, as origins do. `outcome` is accepted, flagged or quarantined; `cause` is an id of the
causes in `standards`. It holds for a declaration that lists the two missing marks and flags PM10 below PM2.5 (`pm10 >= pm25`).

`sample(file)` yields a few clean records for the sample folder of a pack.

Nobody is meant. Citizen ids and credit codes carry division codes 519900-519999, which GB/T 2260 never issued, in the place where the
registering division stands; mobile numbers begin with 154, a range that was never opened. Both satisfy every published check.
"""

from .benchmark import bench_csv, bench_declaration
from .province import SEED, write
from .sample import sample

__all__ = ["SEED", "bench_csv", "bench_declaration", "sample", "write"]
