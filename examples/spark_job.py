"""Records of a dump on a cluster: spark-submit examples/spark_job.py INPUT OUTPUT

INPUT is anything Spark reads as JSON Lines or Parquet (a folder, a pattern, an object store); OUTPUT is a folder of
Parquet. Every worker needs `pip install "vnnews[arrow]"`.
"""

from __future__ import annotations

import argparse

from pyspark.sql import SparkSession

from vnnews import spark


def main() -> None:
    """Read, extract, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--text-field", default="text")
    parser.add_argument("--partitions", type=int, help="spread the articles anew: some thousands in each")
    options = parser.parse_args()
    spark.check_java()
    session = SparkSession.builder.appName("vnnews").getOrCreate()
    read = session.read.parquet if options.input.endswith(".parquet") else session.read.json
    articles = read(options.input)
    if options.partitions:
        articles = articles.repartition(options.partitions)
    spark.extract(articles, text_field=options.text_field).write.mode("overwrite").parquet(options.output)
    session.stop()


if __name__ == "__main__":
    main()
