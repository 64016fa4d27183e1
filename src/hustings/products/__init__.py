"""Products: dossiers, charts and pages made of figures. They ask for numbers and make none."""
