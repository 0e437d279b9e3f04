"""Export: trained runs to a checkpoint folder that plays."""
