"""py-irt's two-parameter model of the votes in a file, timed; run by benchmarks/ideal.py.

    PYTHON benchmarks/ideal_py_irt.py votes.jsonl [epochs]

Needs py-irt and nothing of Hustings. Writes votes.json: seconds of the processor for reading the
file and training, epochs, and each member's point.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main() -> None:
    import torch
    from py_irt.config import IrtConfig
    from py_irt.training import IrtModelTrainer

    torch.set_num_threads(1)
    torch.manual_seed(1)
    file = Path(sys.argv[1])
    epochs = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    started = time.process_time()
    config = IrtConfig(model_type="2pl", priors="hierarchical", lr=0.1, epochs=epochs)
    trainer = IrtModelTrainer(data_path=file, config=config)
    trainer.train(device="cpu")
    seconds = time.process_time() - started
    told = trainer.last_params
    places = {int(at): key for at, key in told["subject_ids"].items()}
    points = {places[at]: float(value) for at, value in enumerate(told["ability"])}
    file.with_suffix(".json").write_text(
        json.dumps({"seconds": seconds, "epochs": epochs, "points": points})
    )


if __name__ == "__main__":
    main()
